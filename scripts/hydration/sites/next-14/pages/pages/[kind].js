import * as React from "react";
import Head from "next/head";
import { KINDS, NAME } from "programme";
import { make } from "programme/react";

const { Page } = make(React);

export default function Kind({ kind }) {
  return <><Head><title>{NAME}</title></Head><Page kind={kind} /></>;
}

export const getStaticProps = ({ params: { kind } }) => ({ props: { kind } });
export const getStaticPaths = () => ({ paths: KINDS.map((kind) => ({ params: { kind } })), fallback: false });
