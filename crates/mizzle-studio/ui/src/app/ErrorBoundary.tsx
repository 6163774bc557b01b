// A view that breaks takes only itself down.

import { Component, type ReactNode } from "react";
import { failureOf } from "../api/client";
import { Button } from "../ui/Button";
import { ErrorView } from "../ui/ErrorView";

type Props = { children: ReactNode; /** Another value tries again. */ resetKey: string };
type State = { error: unknown; resetKey: string };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    const failure = failureOf(this.state.error);
    return (
      <div className="view-error">
        <ErrorView
          failure={{ ...failure, message: `This view failed: ${failure.message}` }}
          action={<Button onClick={() => location.reload()}>Reload the page</Button>}
        />
      </div>
    );
  }
}
