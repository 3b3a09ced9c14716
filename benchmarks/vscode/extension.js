// A notebook kernel for VS Code: runs cells in a real ipykernel, over bridge.py.
//
// It stands in for Microsoft's Jupyter extension, whose registry is not reached from everywhere,
// and hands outputs on as that one does: every MIME type of a message is an item of one output,
// streams and errors are VS Code's own types. What is shown is then up to VS Code's renderers.

const { spawn } = require("child_process");
const path = require("path");
const readline = require("readline");
const vscode = require("vscode");

const Item = vscode.NotebookCellOutputItem;
const kernels = new Map(); // of a notebook's address: its bridge

exports.activate = (context) => {
  const controller = vscode.notebooks.createNotebookController(
    "tensorkata", "jupyter-notebook", "Python", run);
  controller.supportedLanguages = ["python"];
  controller.supportsExecutionOrder = true;
  const prefer = (notebook) =>
    controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
  vscode.workspace.notebookDocuments.forEach(prefer);
  context.subscriptions.push(controller, vscode.workspace.onDidOpenNotebookDocument(prefer));
};

exports.deactivate = () => kernels.forEach((kernel) => kernel.stdin.end());

async function run(cells, notebook, controller) {
  for (const cell of cells) {
    if (!(await runCell(cell, notebook, controller))) return;
  }
}

async function runCell(cell, notebook, controller) {
  const execution = controller.createNotebookCellExecution(cell);
  execution.start(Date.now());
  await execution.clearOutput();
  let last = null;
  let ok = true;
  for await (const { type, content } of answers(notebook, cell.document.getText())) {
    if (type === "execute_input") {
      execution.executionOrder = content.execution_count;
    } else if (type === "stream") {
      const item = Item[content.name](content.text);
      if (last && last.name === content.name) {
        await execution.appendOutputItems(item, last.output);
      } else {
        last = { name: content.name, output: new vscode.NotebookCellOutput([item]) };
        await execution.appendOutput(last.output);
      }
    } else if (type === "error") {
      ok = false;
      const stack = content.traceback.join("\n");
      const item = Item.error({ name: content.ename, message: content.evalue, stack });
      await execution.appendOutput(new vscode.NotebookCellOutput([item]));
    } else if (type === "display_data" || type === "execute_result") {
      last = null;
      const items = Object.entries(content.data).map(([mime, data]) => itemOf(mime, data));
      await execution.appendOutput(
        new vscode.NotebookCellOutput(items, { outputType: type, metadata: content.metadata }));
    }
  }
  execution.end(ok, Date.now());
  return ok;
}

function itemOf(mime, data) {
  if (mime.startsWith("image/") && mime !== "image/svg+xml") {
    return new Item(Buffer.from(data, "base64"), mime);
  }
  return typeof data === "string" ? Item.text(data, mime) : Item.json(data, mime);
}

async function* answers(notebook, code) {
  const key = notebook.uri.toString();
  if (!kernels.has(key)) {
    const kernel = spawn(process.env.NOTEBOOK_PYTHON, [path.join(__dirname, "bridge.py")],
      { cwd: path.dirname(notebook.uri.fsPath), stdio: ["pipe", "pipe", "inherit"] });
    kernel.lines = readline.createInterface({ input: kernel.stdout })[Symbol.asyncIterator]();
    kernels.set(key, kernel);
  }
  const kernel = kernels.get(key);
  kernel.stdin.write(JSON.stringify(code) + "\n");
  while (true) {
    const { value, done } = await kernel.lines.next();
    const message = done ? { type: "idle" } : JSON.parse(value);
    if (message.type === "idle") return;
    yield message;
  }
}
