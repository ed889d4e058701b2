import { NAME } from "programme";

export const metadata = { title: NAME };

export default function Layout({ children }) {
  return <html lang="ko"><body>{children}</body></html>;
}
