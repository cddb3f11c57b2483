// The Node process behind a StorePeer: has a store open with the npm package and answers one JSON
// line with another. Arguments are the store's directory and the peer's name.
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import store from 'multiprocess-store';
import { assertOursAreWhole } from './whole.mjs';

const TRIES = 1000;

const [directory, name] = process.argv.slice(2);

const encode = ({ _id, _rev, ...value }) => ({ id: _id, rev: _rev, value });
const decode = ({ id, rev, value }) => ({ ...value, _id: id, _rev: rev });

async function create(id, value) {
  try {
    return await store.createObject({ ...value, _id: id });
  } catch (e) {
    if (e.message.startsWith('OBJECT_ALREADY_EXISTS')) return false;
    throw e;
  }
}

async function update(object) {
  await store.updateObject(object);
  return object._rev;
}

// The npm package writes in place: a reader can meet a file that its writer has not finished.
async function getWhole(id, report) {
  for (let attempt = 1; ; attempt++) {
    try {
      return await store.getObject(id);
    } catch (e) {
      if (!(e instanceof SyntaxError) || attempt === TRIES) throw e;
      await assertOursAreWhole(directory, id);
      report.tornReads++;
      await pause(1);
    }
  }
}

async function edit(ids, rounds) {
  const report = { acknowledged: Object.fromEntries(ids.map((id) => [id, []])), tornReads: 0, errors: [] };
  for (let round = 0; round < rounds; round++) {
    for (const id of ids) {
      try {
        const object = await getWhole(id, report);
        object.edits = (object.edits ?? 0) + 1;
        object.by = `${name} in round ${round}`;
        report.acknowledged[id].push(await update(object));
      } catch (e) {
        report.errors.push(String(e.stack));
      }
    }
  }
  return report;
}

async function createAll(ids) {
  const created = [];
  for (const id of ids) if (await create(id, { by: name })) created.push(id);
  return created;
}

const operations = {
  create: ({ id, value }) => create(id, value),
  createAll: ({ ids }) => createAll(ids),
  get: async ({ id }) => encode(await store.getObject(id)),
  update: (request) => update(decode(request)),
  upsert: ({ id, value }) => store.upsertObject({ ...value, _id: id }),
  delete: ({ id }) => store.deleteObject(id),
  conflicts: ({ id }) => store.getConflicts(id),
  all: async () => (await store.getAllObjects()).map(encode),
  edit: ({ ids, rounds }) => edit(ids, rounds),
};

async function answer(line) {
  try {
    const request = JSON.parse(line);
    return { ok: await operations[request.op](request) };
  } catch (e) {
    return { error: String(e.stack) };
  }
}

const ascii = (text) =>
  text.replace(/[\u007f-\uffff]/g, (c) => '\\u' + c.charCodeAt(0).toString(16).padStart(4, '0'));

await store.createStore(directory);
process.stdout.write('ready\n');
for await (const line of readline.createInterface({ input: process.stdin })) {
  process.stdout.write(ascii(JSON.stringify(await answer(line))) + '\n');
}
