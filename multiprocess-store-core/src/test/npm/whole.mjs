// What a process of the npm package may expect of the Java store's files.
import fs from 'node:fs/promises';
import path from 'node:path';

export const REVISION = /^(0|[1-9][0-9]{0,15})-[0-9a-f]{32}$/;
const OURS = /^[0-9]+-[0-9a-f]{12}8[0-9a-f]{19}$/;

// A file of the Java store is renamed into place whole and never written again, so one that is
// not whole now was torn when the read failed, and one that is whole now was whole then. A file
// that was moved away meanwhile proves nothing.
export async function assertOursAreWhole(directory, id) {
  for (const file of await fs.readdir(path.join(directory, id)).catch(unlessGone([]))) {
    if (!REVISION.test(file)) throw new Error(`foreign file ${id}/${file}`);
    if (OURS.test(file)) {
      JSON.parse(await fs.readFile(path.join(directory, id, file), 'utf8').catch(unlessGone('{}')));
    }
  }
}

function unlessGone(otherwise) {
  return (e) => {
    if (e.code !== 'ENOENT') throw e;
    return otherwise;
  };
}
