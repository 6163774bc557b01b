/** Puts text on the clipboard; also where the page has no secure context (`--host`). */
export async function copyText(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  const before = document.activeElement;
  // In an open modal dialog only what is in it can have the focus.
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const isDone = document.execCommand("copy");
  area.remove();
  if (before instanceof HTMLElement) before.focus();
  if (!isDone) throw new Error("The browser does not let the page copy");
}

/** Hands a file to the browser. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  saveLink(url, name);
  window.setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Has the browser save what is at `url`; without a name, under the one that the server gives. */
export function saveLink(url: string, name = ""): void {
  const link = document.createElement("a");
  link.href = url;
  // The page stays, whatever the answer is.
  link.download = name;
  link.click();
}
