import { Suspense } from "react";
import { LATE } from "programme";
import { Page, Part } from "./programme";

export const dynamic = "force-dynamic";

async function Slow({ kind }) {
  await new Promise((resolve) => setTimeout(resolve, LATE));
  return <Part kind={kind} part="late" />;
}

export default async function Kind({ params }) {
  const { kind } = await params;
  return <Page kind={kind} late={<Suspense fallback={<p>…</p>}><Slow kind={kind} /></Suspense>} />;
}
