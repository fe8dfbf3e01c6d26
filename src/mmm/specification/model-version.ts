// What a model file in JSON says that it is. A model file that is written by hand may leave it out.

export const modelVersion = "carryover/model/1";
