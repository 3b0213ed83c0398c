/** An error that the person at the terminal can act on: it is printed as one sentence, without a stack. */
export class Sentence extends Error {
  name = "Sentence";
}

/** What the operating system said about a file, in words. */
export function fileTrouble(error, path) {
  const words = {
    EACCES: `${path} cannot be written by this user. Choose another folder with NOCTURNE_DATA or change its owner.`,
    EPERM: `${path} cannot be written by this user. Choose another folder with NOCTURNE_DATA or change its owner.`,
    EROFS: `${path} is on a read-only file system. Choose another folder with NOCTURNE_DATA.`,
    ENOSPC: `The disk that holds ${path} is full. Free some space, then start again.`,
    EDQUOT: `The disk quota for ${path} is used up. Free some space, then start again.`,
    ENOENT: `${path} cannot be made there. Choose another folder with NOCTURNE_DATA.`,
    ENOTDIR: `${path} is not a folder. Choose another with NOCTURNE_DATA.`,
    EEXIST: `${path} is not a folder. Choose another with NOCTURNE_DATA.`,
  };
  const said = words[error?.code];
  return said ? new Sentence(said, { cause: error }) : error;
}
