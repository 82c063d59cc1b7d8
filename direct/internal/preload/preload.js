// Lets jsii's kernel run in the Node process that the Go program has started, and talk
// to it without another process in between. jsii has a relay there, which starts
// the kernel in a second process and passes every message on:
//
//   Go program ⇄ relay's stdin and stdout ⇄ relay ⇄ descriptor 3 of the kernel ⇄ kernel
//
// NODE_OPTIONS has Node load this file before the program that it was started for.
// Wherever that isn't a relay as it is known here, nothing changes: a relay that does
// anything else than expected starts its kernel as ever.
"use strict";

const childProcess = require("child_process");
const fs = require("fs");
const Module = require("module");
const { Writable } = require("stream");
const { isMainThread } = require("worker_threads");

// As package preload writes it.
const OWN_OPTIONS = " --preserve-symlinks --require ";

if (isMainThread) {
  forgetOwnOptions();
  if (/[/]jsii-runtime\.[^/]+[/]bin[/]jsii-runtime\.js$/.test(process.argv[1])) {
    replaceRelay();
  }
}

// The processes that this one starts don't load this file.
function forgetOwnOptions() {
  const options = process.env.NODE_OPTIONS ?? "";
  const own = options.lastIndexOf(OWN_OPTIONS);
  if (own >= 0) {
    process.env.NODE_OPTIONS = options.slice(0, own);
  }
}

// Runs the kernel in place of the relay, once the relay is about to start it. Until
// then it looks at Node's version, and may print a warning.
function replaceRelay() {
  const { _load: load } = Module;
  Module._load = function (request, parent, isMain) {
    if (!isMain) {
      return load.apply(this, arguments);
    }
    Module._load = load;
    const replaced = new Error("the kernel runs in this process");
    const { spawn } = childProcess;
    let kernel, protocol;
    childProcess.spawn = function (command, args, options) {
      childProcess.spawn = spawn;
      if (startsKernel(command, args, options)) {
        kernel = args.at(-1);
        protocol = openProtocol();
      }
      if (protocol) {
        throw replaced;
      }
      return spawn.apply(this, arguments);
    };
    try {
      return load.apply(this, arguments);
    } catch (error) {
      if (error !== replaced) {
        throw error;
      }
    }
    moveProtocol();
    printBeside();
    process.argv[1] = kernel;
    process.execArgv.push("--preserve-symlinks"); // jsii looks for it; Node has it from NODE_OPTIONS.
    speakOver(protocol);
    return load.call(this, kernel, null, true);
  };
}

// Reports whether what the relay starts is the kernel, just as it is replaced here.
function startsKernel(...started) {
  const kernel = started[1]?.at?.(-1);
  const known = [
    process.execPath,
    [...process.execArgv, "--preserve-symlinks", kernel],
    { stdio: ["ignore", "pipe", "pipe", "pipe"] },
  ];
  return (
    JSON.stringify(started) === JSON.stringify(known) &&
    /[/]jsii-runtime\.[^/]+[/]lib[/]program\.js$/.test(kernel) &&
    redirected(fs.readFileSync(kernel, "utf8"), 3, 3) !== undefined
  );
}

// The kernel's text with other descriptors than 3; undefined if it isn't as it is
// known.
function redirected(text, input, output) {
  const reads = text.match(/\breadFD: ?3\b/g) ?? [];
  const writes = text.match(/\bwriteFD: ?3\b/g) ?? [];
  if (reads.length !== 1 || writes.length !== 1) {
    return undefined;
  }
  return text.replace(reads[0], `readFD:${input}`).replace(writes[0], `writeFD:${output}`);
}

// Descriptors of their own for what the Go program writes and reads; undefined where
// descriptors have no files.
function openProtocol() {
  try {
    fs.accessSync("/dev/fd/2", fs.constants.W_OK);
    return { input: fs.openSync("/dev/fd/0", "r"), output: fs.openSync("/dev/fd/1", "w") };
  } catch {
    return undefined;
  }
}

// Takes stdin and stdout from the protocol, whose descriptors are open elsewhere: a
// program that is started with this process' own reads nothing, and writes to stderr.
// A file that is opened gets the lowest number that is free.
function moveProtocol() {
  fs.closeSync(0);
  fs.openSync("/dev/null", "r");
  fs.closeSync(1);
  fs.openSync("/dev/fd/2", "w");
}

// What is printed reaches the Go program on stderr, as the relay would pass it on: a
// line of JSON each, which jsii shows on the stream that it names.
function printBeside() {
  for (const [name, descriptor] of [["stdout", 1], ["stderr", 2]]) {
    const stream = new Writable({
      write(chunk, _, done) {
        writeLines("{}", JSON.stringify({ [name]: chunk.toString("base64") }));
        done();
      },
    });
    stream.fd = descriptor; // What a program is started with in place of the stream.
    Object.defineProperty(process, name, { configurable: true, enumerable: true, get: () => stream });
    console[`_${name}`] = stream; // It may have another one already.
  }
  process.on("exit", () => writeLines("{}"));
}

// The first line, which jsii ignores, ends what a program that was started left
// unended.
function writeLines(...lines) {
  const bytes = Buffer.from(lines.join("\n") + "\n");
  for (let written = 0; written < bytes.length; ) {
    try {
      written += fs.writeSync(2, bytes, written);
    } catch (error) {
      if (error.code === "EPIPE") {
        return; // The Go program has ended.
      }
      if (error.code !== "EAGAIN") {
        throw error;
      }
    }
  }
}

// Has the module that is compiled next, the kernel, use the protocol's descriptors.
function speakOver({ input, output }) {
  const { _compile: compile } = Module.prototype;
  Module.prototype._compile = function (text, ...rest) {
    Module.prototype._compile = compile;
    return compile.call(this, redirected(text, input, output), ...rest);
  };
}
