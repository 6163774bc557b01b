import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** No serious fault that axe can find, by day and by night. */
export async function expectAccessible(page: Page): Promise<void> {
  const faults: string[] = [];
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // axe puts a script into the page, which its policy forbids to others; its own world is apart.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    for (const { id, impact, nodes } of violations) {
      if (impact !== "serious" && impact !== "critical") continue;
      const where = nodes.map(({ html, any }) => `${html.slice(0, 160)} ${any[0]?.message ?? ""}`).join("\n  ");
      faults.push(`${id}, ${colorScheme}:\n  ${where}`);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  expect(faults, "faults that axe finds").toEqual([]);
}
