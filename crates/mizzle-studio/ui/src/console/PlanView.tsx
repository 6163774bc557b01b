// The plan of a statement as a tree: what takes the time, and where the planner was wrong.

import { useMemo, useState } from "react";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { CopyButton } from "../ui/CopyButton";
import { SafeText } from "../ui/SafeText";
import { count } from "../ui/format";
import { readPlan, type PlanNode } from "./plan";

export function PlanView({ json, text }: { json: string; text: string }) {
  const plan = useMemo(() => readPlan(json), [json]);
  const [isText, setText] = useState(plan === null);
  return (
    <div className="plan">
      <div className="plan-bar">
        {plan?.planning !== undefined && <span className="soft">planned in {plan.planning} ms</span>}
        {plan?.execution !== undefined && <span className="soft">run in {plan.execution} ms</span>}
        <span className="spacer" />
        {plan && (
          <Button size="small" aria-pressed={isText} onClick={() => setText(!isText)}>
            As text
          </Button>
        )}
        <CopyButton text={text} />
      </div>
      {isText || !plan ? (
        <pre className="plan-text" tabIndex={0} aria-label="Plan">
          {text}
        </pre>
      ) : (
        <ul className="plan-tree" aria-label="Plan">
          <Node node={plan.root} total={ownOfAll(plan.root)} />
        </ul>
      )}
    </div>
  );
}

// What the shares are of. Below a LIMIT a part may cost more than the whole, so it is no root's cost.
const ownOfAll = (node: PlanNode): number => node.children.reduce((sum, child) => sum + ownOfAll(child), node.own);

function Node({ node, total }: { node: PlanNode; total: number }) {
  const share = total > 0 ? node.own / total : 0;
  return (
    <li>
      <div className="plan-node">
        <span className="plan-title">
          <strong>{node.title}</strong>
          {node.on !== null && <code><SafeText text={node.on} /></code>}
          {node.isMisjudged && (
            <Badge tone="warn" icon="warning" title="The planner's estimate is off by a factor of ten or more">
              estimate
            </Badge>
          )}
        </span>
        {node.details.map((detail, index) => (
          <span key={index} className="plan-detail">
            <SafeText text={detail} />
          </span>
        ))}
        <span className="plan-numbers">
          {node.actualRows !== null ? `${count(node.actualRows)} rows (≈ ${count(node.rows)})` : `≈ ${count(node.rows)} rows`}
          {node.loops > 1 && ` · ${count(node.loops)} times`}
          {node.milliseconds !== null && ` · ${node.milliseconds.toFixed(2)} ms`}
          {` · cost ${node.cost}`}
        </span>
        <meter className="plan-share" min={0} max={1} value={share} aria-label={`${Math.round(share * 100)} % of the whole`} title={`${Math.round(share * 100)} % of the whole`} />
      </div>
      {node.children.length > 0 && (
        <ul>
          {node.children.map((child, index) => (
            <Node key={index} node={child} total={total} />
          ))}
        </ul>
      )}
    </li>
  );
}
