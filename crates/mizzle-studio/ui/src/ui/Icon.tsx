// Our own icons: 16 by 16, one line width, in the colour of the text. They are never the only
// name of a thing.

const PATHS = {
  table: "M2.5 3.5h11v9h-11zM2.5 6.5h11M6.5 6.5v6",
  view: "M2.5 3.5h11v9h-11zM2.5 6.5h11M5 9.5h6",
  enum: "M3 4.5h1M3 8h1M3 11.5h1M6.5 4.5h6.5M6.5 8h6.5M6.5 11.5h6.5",
  structure: "M3 2.5v11M3 5h4M3 11h4M7 3.5h6v3H7zM7 9.5h6v3H7z",
  migrations: "M4 2.5v11M4 4.5h0M4 8h0M4 11.5h0M7 4.5h6M7 8h6M7 11.5h4M2.7 4.5a1.3 1.3 0 1 0 2.6 0 1.3 1.3 0 1 0-2.6 0M2.7 11.5a1.3 1.3 0 1 0 2.6 0 1.3 1.3 0 1 0-2.6 0",
  verify: "M2.5 4l1.2 1.2L6 3M2.5 8l1.2 1.2L6 7M2.5 12l1.2 1.2L6 11M8.5 4.5h5M8.5 8.5h5M8.5 12.5h5",
  drift: "M3 4h5l5 4-5 4H3M3 8h10M11 6l2 2-2 2",
  erd: "M2 3h5v4H2zM9 9h5v4H9zM4.5 7v4H9",
  console: "M2.5 3h11v10h-11zM5 6.5l2 1.75L5 10M8.5 10.5H11",
  key: "M5.5 7.4a2.6 2.6 0 1 0 .01 0zM7.4 8.2l5.1-5.1M10.2 5.4l2 2",
  link: "M6.5 3.5h-3v9h9v-3M9 2.5h4.5V7M13.5 2.5L7.5 8.5",
  linkBack: "M9.5 12.5h3v-9h-9v3M7 13.5H2.5V9M2.5 13.5l6-6",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
  unlock: "M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1",
  warning: "M8 2.5l6 11H2zM8 6.5v3.2M8 11.6v.1",
  info: "M8 2.5a5.5 5.5 0 1 0 .01 0zM8 7.3v3.5M8 5.2v.1",
  check: "M3 8.5l3.2 3.2L13 4.8",
  cross: "M4 4l8 8M12 4l-8 8",
  plus: "M8 3.5v9M3.5 8h9",
  minus: "M3.5 8h9",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  download: "M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13.5h10",
  upload: "M8 10.5V3M4.8 6L8 2.8 11.2 6M3 13.5h10",
  filter: "M2.5 3.5h11L9.5 8.5v4l-3 1v-5z",
  sortUp: "M8 12.5v-9M4.5 7L8 3.5 11.5 7",
  sortDown: "M8 3.5v9M4.5 9L8 12.5 11.5 9",
  search: "M7 2.8a4.2 4.2 0 1 0 .01 0zM10.2 10.2l3.3 3.3",
  chevronRight: "M6 3.5L10.5 8 6 12.5",
  chevronLeft: "M10 3.5L5.5 8l4.5 4.5",
  chevronDown: "M3.5 6L8 10.5 12.5 6",
  pin: "M6 2.5h4l-.5 4.5 2 2h-7l2-2zM8 9v4.5",
  undo: "M5.5 3L2.5 6l3 3M2.5 6h7a4 4 0 0 1 0 7.5H6",
  redo: "M10.5 3l3 3-3 3M13.5 6h-7a4 4 0 0 0 0 7.5H10",
  trash: "M3 4.5h10M6 4.5v-2h4v2M4.5 4.5l.5 9h6l.5-9M7 7v4M9 7v4",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  sun: "M8 5a3 3 0 1 0 .01 0zM8 1.5v1.5M8 13v1.5M1.5 8H3M13 8h1.5M3.4 3.4l1 1M11.6 11.6l1 1M3.4 12.6l1-1M11.6 4.4l1-1",
  moon: "M12.8 9.6A5.3 5.3 0 0 1 6.4 3.2a5.3 5.3 0 1 0 6.4 6.4z",
  system: "M2 3h12v8H2zM6 13.5h4M8 11v2.5",
  eye: "M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4zM8 6.3a1.7 1.7 0 1 0 .01 0z",
  play: "M4.5 3l8 5-8 5z",
  stop: "M4 4h8v8H4z",
  refresh: "M13 3.5V7H9.5M13 7a5.3 5.3 0 1 0 .2 2.5",
  pencil: "M3 13l.6-2.8L11 2.8l2.2 2.2-7.4 7.4zM9.6 4.2l2.2 2.2",
  expand: "M9.5 2.5h4v4M13.5 2.5l-4.5 4.5M6.5 13.5h-4v-4M2.5 13.5L7 9",
  history: "M2.7 6.5A5.5 5.5 0 1 1 2.5 9M2.5 3v3.5H6M8 5v3.3l2.2 1.2",
  save: "M2.5 2.5h9l2 2v9h-11zM5 2.5v3.5h5V2.5M5 13.5v-4h6v4",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  arrowRight: "M2.5 8h11M9.5 4l4 4-4 4",
} as const;

export type IconName = keyof typeof PATHS;

/** Without `label` it says nothing to a screen reader. */
export function Icon({ name, label, size = 16 }: { name: IconName; label?: string; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      role={label ? "img" : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
