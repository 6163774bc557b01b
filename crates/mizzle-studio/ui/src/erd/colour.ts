// In the place of `d3-color`. React Flow moves the camera with d3, whose transitions could also
// mix colours, and would bring the colours of CSS and four ways to count them for it. Nothing in
// the diagram asks for that: no text is a colour here, and what is none is taken for a text.

export const color = (): null => null;

function none(): never {
  throw new Error("no colour is mixed in the diagram");
}

export { none as cubehelix, none as hcl, none as hsl, none as lab, none as rgb };
