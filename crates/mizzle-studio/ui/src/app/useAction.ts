// What a click begins and how it went. The latest counts: an answer to one before is dropped.
import { useCallback, useRef, useState } from "react";

interface State<Output> {
  isPending: boolean;
  data: Output | undefined;
  error: unknown;
}

export interface Action<Input, Output> extends State<Output> {
  run: (input: Input) => void;
}

export function useAction<Input, Output>(work: (input: Input) => Promise<Output>): Action<Input, Output> {
  const [state, setState] = useState<State<Output>>({ isPending: false, data: undefined, error: null });
  const latest = useRef(work);
  latest.current = work;
  const turn = useRef(0);
  const run = useCallback((input: Input) => {
    const own = (turn.current += 1);
    const end = (data: Output | undefined, error: unknown) => {
      if (own === turn.current) setState({ isPending: false, data, error });
    };
    setState({ isPending: true, data: undefined, error: null });
    latest.current(input).then(
      (data) => end(data, null),
      (error: unknown) => end(undefined, error),
    );
  }, []);
  return { ...state, run };
}
