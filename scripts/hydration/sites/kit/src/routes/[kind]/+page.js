export const prerender = true;

export const load = ({ params: { kind } }) => ({ kind });
