// What other folders take from charts/server.

export { closeSvgDocument, drawSvg, fontFaces, renderPng, renderSvg, standaloneSvg, svgDocument } from "./document.ts";
