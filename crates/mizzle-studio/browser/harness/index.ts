// What every test has: a project with a database of its own, and a page in which nothing may go
// wrong unnoticed. After each test what is left on the screen is held against axe in both themes.
import { test as base, expect } from "@playwright/test";
import { expectAccessible } from "./accessible";
import { Project } from "./project";
import { Watched } from "./watched";

export { expect, expectAccessible };
export { Grid } from "./grid";
export type { Project };

export const test = base.extend<{ project: Project; watched: Watched }>({
  project: async ({}, use) => {
    const project = await Project.make();
    try {
      await use(project);
    } finally {
      await project.remove();
    }
  },
  // It needs the project, so that the page is looked at while the studio still runs.
  watched: [
    async ({ context, page, project: _ }, use, info) => {
      const watched = new Watched(context);
      await use(watched);
      // A test that failed has said enough.
      if (info.status !== info.expectedStatus) return;
      if (watched.isPageSeen && !page.isClosed()) await expectAccessible(page);
      watched.check();
    },
    { auto: true },
  ],
});
