// Lets jsii's kernel talk to the Go program itself, without the Node process that
// passes messages on between the two. jsii doesn't support it.
//
//   JSII_RUNTIME="exec node --preserve-symlinks --require .../direct.js $RESOURCES/lib/program.js"
//
// where RESOURCES is internal/embedded/resources of the module jsii-runtime-go.
const fs = require("fs");
const { readSync, writeSync } = fs;
fs.readSync = (fd, ...rest) => readSync(fd === 3 ? 0 : fd, ...rest);
fs.writeSync = (fd, ...rest) => writeSync(fd === 3 ? 1 : fd, ...rest);
for (const name of ["stdout", "stderr"]) {
  process[name].write = (text) => {
    writeSync(2, JSON.stringify({ [name]: Buffer.from(text).toString("base64") }) + "\n");
    return true;
  };
}
