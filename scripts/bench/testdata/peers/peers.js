// The libraries that draw a page's elements as a picture, in one script.
import html2canvas from "html2canvas";
import { toBlob } from "html-to-image";
import { domToBlob } from "modern-screenshot";
import { snapdom } from "@zumer/snapdom";
import satori from "satori";
import { initWasm, Resvg } from "@resvg/resvg-wasm";

globalThis.benchPeers = { html2canvas, toBlob, domToBlob, snapdom, satori, initWasm, Resvg };
