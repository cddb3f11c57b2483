// The Node process behind a WorkerProcess: the same loops as in Loops.java, for npm packages.
// Arguments are the contender, the directory, "false" since none can force a commit, and the id of an
// object to read at once, or none. Commands and answers are Command, Ready and Reply as JSON lines.
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';

const [name, directory, , firstId] = process.argv.slice(2);
const TOGETHER = 1000;

const id = (number) => `person-${String(number).padStart(7, '0')}`;

// About as long as the documents of Person.java, with the same fields.
function person(number, bytes) {
  const note = 'abcdefghijklmnopqrstuvwxyz'.repeat(Math.ceil(Math.max(0, bytes - 310) / 26));
  return {
    id: id(number),
    name: `Person Number ${String(number).padStart(6, '0')}`,
    email: `${id(number)}@example.com`,
    active: number % 3 !== 0,
    age: 20 + (number % 60),
    counter: 0,
    balance: ((number * 17) % 10000) / 100,
    roles: ['reader', 'editor', 'auditor'],
    address: { street: `${number % 200} Long Street`, city: 'Springfield', zip: '12345', country: 'Switzerland' },
    createdAt: '2026-11-22T12:34:56.789Z',
    note,
  };
}

async function openStore() {
  const { default: store } = await import('multiprocess-store');
  await store.createStore(directory);
  const ids = () => fs.readdirSync(directory).filter((entry) => !entry.startsWith('.'));
  return {
    create: (document) => store.createObject({ ...document, _id: document.id }),
    get: (object) => store.getObject(object),
    async update(object) {
      const document = await store.getObject(object);
      document.counter++;
      await store.updateObject(document);
    },
    // One by one: its own method opens all files at once, and never ends when there are too many.
    async scan() {
      let count = 0;
      for (const object of ids()) if ((await store.getObject(object)).age > 0) count++;
      return count;
    },
    async conflicts() {
      let count = 0;
      for (const object of ids()) count += (await store.getConflicts(object)).length;
      return count;
    },
    // It keeps every revision, so that an edit is a file.
    kept: async (object) => fs.readdirSync(path.join(directory, object)).length - 1,
    close: async () => {},
  };
}

async function openPouch() {
  const { default: PouchDB } = await import('pouchdb');
  const database = new PouchDB(path.join(directory, 'people'));
  await database.info();
  return {
    create: (document) => database.put({ ...document, _id: document.id }),
    createAll: (documents) => database.bulkDocs(documents.map((each) => ({ ...each, _id: each.id }))),
    get: (object) => database.get(object),
    async update(object) {
      const document = await database.get(object);
      document.counter++;
      await database.put(document);
    },
    async scan() {
      const { rows } = await database.allDocs({ include_docs: true });
      return rows.filter((row) => row.doc.age > 0).length;
    },
    async conflicts() {
      const { rows } = await database.allDocs({ include_docs: true, conflicts: true });
      return rows.reduce((sum, row) => sum + (row.doc._conflicts?.length ?? 0), 0);
    },
    kept: async (object) => (await database.get(object)).counter,
    close: () => database.close(),
  };
}

const open = { npm: openStore, pouchdb: openPouch }[name];
const now = () => process.hrtime.bigint();
let contender;
let errors;
let error;

async function attempt(action, object) {
  try {
    await action(object);
    return 1;
  } catch (e) {
    errors++;
    error ||= String(e.stack);
    return 0;
  }
}

async function grow(command) {
  for (let edit = 0; edit < command.edits; edit++) await repeat({ ...command, millis: 0 }, contender.update);
  return command.count * command.edits;
}

async function repeat({ first, count, millis }, action) {
  let done = 0;
  if (millis === 0) {
    for (let i = 0; i < count; i++) done += await attempt(action, id(first + i));
    return done;
  }
  const deadline = now() + BigInt(millis) * 1000000n;
  while (now() < deadline) done += await attempt(action, id(first + Math.floor(Math.random() * count)));
  return done;
}

async function create({ first, count, bytes }) {
  for (let i = 0; i < count; i++) await contender.create(person(first + i, bytes));
  return count;
}

async function createAll({ first, count, bytes }) {
  for (let begin = 0; begin < count; begin += TOGETHER) {
    const documents = [];
    for (let i = begin; i < Math.min(count, begin + TOGETHER); i++) documents.push(person(first + i, bytes));
    if (contender.createAll) await contender.createAll(documents);
    else for (const document of documents) await contender.create(document);
  }
  return count;
}

async function sum({ first, count }, of) {
  let total = 0;
  for (let i = 0; i < count; i++) total += await of(id(first + i));
  return total;
}

async function run(command) {
  errors = 0;
  error = '';
  const slices = [];
  let value = 0;
  for (let i = 0; i < command.slices; i++) {
    let operations = 1;
    const start = now();
    if (command.op === 'CREATE') operations = await create(command);
    else if (command.op === 'CREATE_ALL') operations = await createAll(command);
    else if (command.op === 'GET') operations = await repeat(command, contender.get);
    else if (command.op === 'UPDATE') operations = await repeat(command, contender.update);
    else if (command.op === 'GROW') operations = await grow(command);
    else if (command.op === 'SCAN') value = await contender.scan();
    else if (command.op === 'COUNT_CONFLICTS') value = await contender.conflicts();
    else if (command.op === 'KEPT') value = await sum(command, contender.kept);
    else if (command.op === 'SHOWN') value = await sum(command, async (object) => (await contender.get(object)).counter);
    else if (command.op === 'REOPEN') {
      await contender.close();
      contender = await open();
      await contender.get(id(command.first));
    } else throw new Error(`'${command.op}' is no command here`);
    slices.push({ operations, nanos: Number(now() - start) });
  }
  return { slices, value, errors, error };
}

const say = (reply) => process.stdout.write(JSON.stringify(reply) + '\n');

fs.mkdirSync(directory, { recursive: true });
const start = now();
contender = await open();
const opened = now();
if (firstId) await contender.get(firstId);
say({
  openNanos: Number(opened - start),
  firstGetNanos: firstId ? Number(now() - opened) : 0,
  failure: '',
});
for await (const line of readline.createInterface({ input: process.stdin })) say(await run(JSON.parse(line)));
await contender.close();
