import { dirname } from "node:path";
import ts from "typescript-5";

/** Opens the language service of an editor for some files, with the settings in the nearest tsconfig.json of the first one. */
export function openLanguageService(paths: readonly string[]): ts.LanguageService {
  const { sys } = ts;
  const folder = dirname(paths[0] ?? "");
  const options = readSettings(folder);
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...paths],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const text = sys.readFile(path);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => sys.fileExists(path),
    readFile: (path) => sys.readFile(path),
    directoryExists: (path) => sys.directoryExists(path),
    getDirectories: (path) => sys.getDirectories(path),
    // Packages are linked, and each is read once.
    realpath: (path) => sys.realpath?.(path) ?? path,
  });
}

function readSettings(folder: string): ts.CompilerOptions {
  const path = ts.findConfigFile(folder, (file) => ts.sys.fileExists(file));
  if (path === undefined) throw new Error(`${folder} has no tsconfig.json.`);
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    },
  };
  const options: ts.CompilerOptions =
    ts.getParsedCommandLineOfConfigFile(path, {}, host)?.options ?? {};
  // It is the folder of one page.
  delete options.rootDir;
  return { ...options, noEmit: true };
}
