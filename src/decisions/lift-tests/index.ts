// What other folders take from decisions/lift-tests.

export { type LiftSource, type LiftTest, type LiftTestOptions, type LiftTests, liftTests } from "./lift-tests.ts";
export { testReadings } from "./readings.ts";
export { type WithoutTests, withoutTests } from "./without-tests.ts";
