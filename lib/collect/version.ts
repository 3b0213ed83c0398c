/** The collector's own version: it moves when its protocol or its readings do. */
export const VERSION = "0.1.0";
