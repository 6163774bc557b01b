import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { CallError } from "./api/client";
import { App } from "./app/App";
import { ConnectionProvider } from "./app/connection";
import { applyTheme } from "./app/theme";
import "./theme.css";
import "./ui/controls.css";
import "./ui/feedback.css";
import "./ui/overlays.css";
import "./ui/content.css";
import "./app/app.css";

applyTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // The server is on this machine: whether the browser thinks it is online says nothing.
      networkMode: "always",
      // An answer that says no says so again; a server that is gone is the banner's business.
      retry: (count, error) => !(error instanceof CallError) && count < 1,
      refetchOnWindowFocus: false,
      staleTime: 30_000,
    },
  },
});

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ConnectionProvider>
          <App />
        </ConnectionProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
