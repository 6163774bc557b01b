// The keys of the grid, for those who look for them.

import { Dialog } from "../ui/Dialog";

const KEYS: [string, string][] = [
  ["Arrows, Home, End, Page Up, Page Down", "Move; with Ctrl to the end; with Shift the range grows"],
  ["Tab", "The next cell; Escape, then Tab, leaves the grid"],
  ["Enter, F2, or typing", "Edit; on the header: sort"],
  ["Space", "Show the whole value"],
  ["Delete", "NULL; with Alt: DEFAULT; with Ctrl: delete the rows"],
  ["Insert", "A new row"],
  ["Alt-Enter", "Follow the foreign key"],
  ["Shift-F10", "Menu of the cell, the rows or the column"],
  ["Ctrl-C, Ctrl-V", "Copy and paste, as a spreadsheet does"],
  ["Ctrl-Z, Ctrl-Shift-Z", "Undo and redo what is staged"],
  ["Ctrl-S", "Save what is staged"],
  ["Ctrl-A, Shift-Space, Ctrl-Space", "Select all, the rows, the columns"],
  ["Ctrl-K", "Find a table"],
];

export function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Keys of the grid" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([keys, what]) => (
          <div key={keys}>
            <dt>{keys}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
