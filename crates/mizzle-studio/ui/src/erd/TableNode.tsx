// A table, view or enum as a box: its rows, and in a difference what became of each.
import { Handle, Position, type NodeProps, type Node as FlowNode } from "@xyflow/react";
import { Fragment, memo } from "react";
import type { Mark, Node, NodeRow } from "../api/types";
import { href } from "../app/router";
import { Icon, type IconName } from "../ui/Icon";
import { SafeText } from "../ui/SafeText";
import { before, fullNameBefore, shown } from "./geometry";

export interface TableData extends Record<string, unknown> {
  node: Node;
  isUnfolded: boolean;
  onFold: (id: string) => void;
  /** Is it no part of the difference, or of what is looked at? */
  isDimmed: boolean;
  isFound: boolean;
}
export type TableFlowNode = FlowNode<TableData, "table">;

export const signs: Record<Mark, string> = { same: "", added: "+", removed: "−", changed: "~" };
const icons: Record<Node["kind"], IconName> = { table: "table", view: "view", enum: "enum", outside: "link" };

export const TableNode = memo(function TableNode({ data }: NodeProps<TableFlowNode>) {
  const { node, isUnfolded, onFold, isDimmed, isFound } = data;
  const { rows, hidden } = shown(node, isUnfolded);
  const isFoldable = hidden > 0 || rows.length > shown(node, false).rows.length;
  return (
    <div className="erd-node nopan" data-mark={node.mark} data-dimmed={isDimmed} data-found={isFound} data-kind={node.kind}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <Header node={node} />
      <ul className="erd-rows">
        {rows.map((row) => (
          <Row key={`${row.mark} ${row.name}`} row={row} isEnum={node.kind === "enum"} />
        ))}
        {node.notes.map(({ mark, text }) => (
          <li key={`${mark} ${text}`} className="erd-row erd-note" data-mark={mark} title={text}>
            <span className="erd-sign" aria-hidden="true">
              {signs[mark]}
            </span>
            {mark !== "same" && <span className="visually-hidden">{mark}: </span>}
            <span className="erd-note-text">
              <SafeText text={text} />
            </span>
          </li>
        ))}
        {isFoldable && (
          <li className="erd-row">
            <button type="button" className="erd-fold nodrag" onClick={() => onFold(node.id)} aria-expanded={isUnfolded}>
              {hidden > 0 ? `${hidden} more …` : "fewer"}
            </button>
          </li>
        )}
      </ul>
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});

function Header({ node }: { node: Node }) {
  const { kind, schema, name, schemaBefore, nameBefore, mark } = node;
  const was = fullNameBefore(node);
  const title = (
    <>
      <Icon name={icons[kind]} />
      <span className="erd-title">
        {was !== null && (
          <>
            <del>
              <SafeText text={was} />
            </del>{" "}
            <span aria-hidden="true">→</span> <span className="visually-hidden">is now </span>
          </>
        )}
        {schema !== "public" && (
          <>
            <span className="erd-schema">
              <SafeText text={schema} />.
            </span>
            <wbr />
          </>
        )}
        {/* From far away a long name is broken, and rather between its words. */}
        {name.split(/(?<=_)/).map((word, at) => (
          <Fragment key={at}>
            {at > 0 && <wbr />}
            <SafeText text={word} />
          </Fragment>
        ))}
      </span>
      {mark !== "same" && (
        <span className="erd-mark">
          <span aria-hidden="true">{signs[mark]} </span>
          {mark}
        </span>
      )}
    </>
  );
  // What is not in the database, or no table, has no rows to open.
  if (kind === "enum" || kind === "outside" || mark === "added" || mark === "removed") return <div className="erd-header">{title}</div>;
  return (
    <a className="erd-header" href={href("data", [schemaBefore ?? schema, nameBefore ?? name])} draggable={false} title="Open in Data">
      {title}
    </a>
  );
}

function Row({ row, isEnum }: { row: NodeRow; isEnum: boolean }) {
  const was = before(row);
  return (
    <li className="erd-row" data-mark={row.mark} data-two={was !== null}>
      <span className="erd-sign" aria-hidden="true">
        {signs[row.mark]}
      </span>
      {row.mark !== "same" && <span className="visually-hidden">{row.mark}: </span>}
      <Keys row={row} isEnum={isEnum} />
      <span className="erd-name">
        <SafeText text={row.name} />
        {!isEnum && row.isNullable && (
          <span className="erd-null" title="may be NULL">
            ?
          </span>
        )}
      </span>
      <span className="erd-type">
        <SafeText text={row.text} />
      </span>
      {was !== null && (
        <>
          <del className="erd-before erd-name">
            <span className="visually-hidden">was: </span>
            {row.nameBefore !== null && <SafeText text={was.name} />}
          </del>
          <del className="erd-before erd-type">{row.textBefore !== null && <SafeText text={was.text} />}</del>
        </>
      )}
    </li>
  );
}

function Keys({ row, isEnum }: { row: NodeRow; isEnum: boolean }) {
  if (isEnum) return <span className="erd-key" />;
  return (
    <span className="erd-key">
      {row.isPrimaryKey && <abbr title={row.isForeignKey ? "primary and foreign key" : "primary key"}>PK</abbr>}
      {!row.isPrimaryKey && row.isForeignKey && <abbr title="foreign key">FK</abbr>}
    </span>
  );
}
