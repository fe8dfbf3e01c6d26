// What other folders take from charts/server.

export { closeSvgDocument, fontFaces, renderPng, renderSvg, standaloneSvg, svgDocument } from "./document.ts";
