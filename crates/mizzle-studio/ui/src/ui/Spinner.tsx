/** Shown only after a moment, so that what is quick does not flicker. */
export function Spinner({ label }: { label: string }) {
  return (
    <div className="spinner" role="status">
      <span className="spinner-dot" aria-hidden="true" />
      {label} …
    </div>
  );
}
