import { expect, type Locator, type Page } from "@playwright/test";

/** The rows of a table on the screen, as somebody sees them: rows from 1, columns by name. */
export class Grid {
  readonly root: Locator;

  constructor(
    private readonly page: Page,
    table: string,
  ) {
    this.root = page.getByRole("grid", { name: `Rows of ${table}`, exact: true });
  }

  /** Opens a table by its name at the side. */
  static async open(page: Page, table: string): Promise<Grid> {
    await page.getByRole("complementary", { name: "Tables and views" }).locator(".sidebar-item", { has: page.getByText(table, { exact: true }) }).click();
    const grid = new Grid(page, table);
    await expect(grid.root).toBeVisible();
    return grid;
  }

  head(column: string): Locator {
    // The name is followed by the type and what else is known of the column.
    return this.root.getByRole("columnheader", { name: new RegExp(`^${column.replace(/[^\w ]/g, "\\$&")}, `) });
  }

  row(number: number): Locator {
    return this.root.locator(`[role="row"][aria-rowindex="${number + 1}"]`);
  }

  async cell(number: number, column: string): Promise<Locator> {
    const index = await this.head(column).getAttribute("aria-colindex");
    return this.row(number).locator(`[role="gridcell"][aria-colindex="${index}"]`);
  }

  async expectCell(number: number, column: string, text: string | RegExp): Promise<void> {
    await expect(await this.cell(number, column)).toHaveText(text);
  }

  /** The whole of a column, as far as it is on the screen. */
  async expectColumn(column: string, texts: string[]): Promise<void> {
    const index = await this.head(column).getAttribute("aria-colindex");
    await expect(this.root.locator(`[role="gridcell"][aria-colindex="${index}"]`)).toHaveText(texts);
  }

  /** Opens the editor of a cell by mouse, types, and keeps it. */
  async edit(number: number, column: string, text: string): Promise<void> {
    await (await this.cell(number, column)).dblclick();
    const field = this.root.getByRole("textbox", { name: column, exact: true });
    await field.fill(text);
    await field.press("Enter");
  }

  /** The menu of a cell. */
  async menu(number: number, column: string): Promise<Locator> {
    await (await this.cell(number, column)).click({ button: "right" });
    return this.page.getByRole("menu", { name: "Cell" });
  }

  /** Where the keyboard is. */
  focused(): Locator {
    return this.root.locator("[data-focused]");
  }
}
