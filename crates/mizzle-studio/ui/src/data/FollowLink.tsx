import type { Reference } from "../api/types";
import { Icon } from "../ui/Icon";
import { followed, type Line } from "./lines";
import { tableHref } from "./viewState";

/** From a cell to the row that its foreign key points to. By keyboard it is Alt-Enter. */
export function FollowLink({ line, reference }: { line: Line; reference: Reference }) {
  const filters = followed(line, reference);
  if (!filters) return null;
  const { name } = reference.to;
  return (
    <a
      className="follow"
      href={tableHref(reference.to, filters)}
      tabIndex={-1}
      title={`Go to ${name}`}
      aria-label={`Go to ${name}`}
    >
      <Icon name="arrowRight" size={12} />
    </a>
  );
}
