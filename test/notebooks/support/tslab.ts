// What the notebooks use of tslab, for running their cells without Jupyter: a chart is checked to be one and counted.

export const display = {
  svg(text: string): void {
    if (!/^<svg [^]*<\/svg>$/.test(text)) throw new Error(`Not an SVG element: ${text.slice(0, 80)}`);
    console.log("chart shown");
  },
};
