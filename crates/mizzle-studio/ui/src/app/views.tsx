// The views in the order of the navigation. Each is loaded when it is first opened.

import { lazy, type ComponentType, type LazyExoticComponent } from "react";
import type { IconName } from "../ui/Icon";

export type View = {
  /** First word of the hash. */
  id: string;
  label: string;
  icon: IconName;
  Component: LazyExoticComponent<ComponentType>;
};

export const views: View[] = [
  { id: "data", label: "Data", icon: "table", Component: lazy(() => import("../data/DataView")) },
  { id: "structure", label: "Structure", icon: "structure", Component: lazy(() => import("../structure/StructureView")) },
  { id: "migrations", label: "Migrations", icon: "migrations", Component: lazy(() => import("../migrations/MigrationsView")) },
  { id: "verify", label: "Verify", icon: "verify", Component: lazy(() => import("../verify/VerifyView")) },
  { id: "drift", label: "Drift", icon: "drift", Component: lazy(() => import("../drift/DriftView")) },
  { id: "erd", label: "Diagram", icon: "erd", Component: lazy(() => import("../erd/ErdView")) },
  { id: "console", label: "Console", icon: "console", Component: lazy(() => import("../console/ConsoleView")) },
];

/** What the top bar shows behind the database: the three sides. */
export const topBarParts: LazyExoticComponent<ComponentType>[] = [lazy(() => import("../migrations/Sides"))];
