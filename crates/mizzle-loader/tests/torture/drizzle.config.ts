import { readFileSync } from 'node:fs';
import { defineConfig } from 'drizzle-kit';

// What a config puts into the environment, the schema sees.
for (const line of readFileSync(new URL('./settings.env', import.meta.url), 'utf8').split('\n')) {
  const [name, value] = line.split('=');
  if (name) process.env[name] ??= value;
}

export default await Promise.resolve(defineConfig({
  dialect: 'postgresql',
  schema: ['./src/db/schema.ts', './src/db/tables'],
  out: `./${process.env.OUT!}`,
  dbCredentials: { url: process.env.TORTURE_URL! },
}));
