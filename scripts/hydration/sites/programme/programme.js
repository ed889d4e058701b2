// The made-up programme that every site shows: one day, two parts of ten sessions
// each, of which streaming sites send the second one late.

const TITLES = [
  "파이썬으로 별자리 그리기", "메모리 누수 추적기", "타입 힌트의 미래", "비동기 서버 다시 만들기", "테스트가 빨라지는 다섯 가지 방법",
  "데이터베이스 없이 살아 보기", "작은 언어 모델 직접 키우기", "GIL 없는 세상의 첫 일 년", "정규식을 읽는 눈", "패키지 관리자의 속마음",
  "우리 동네 날씨를 예측하는 법", "웹어셈블리로 옮긴 게임", "로그에서 이야기를 찾다", "한글 자모를 다루는 코드", "교실로 간 파이썬",
  "지도 위의 자전거 이천 대", "느린 질의를 부탁해", "오픈소스 첫 기여의 기록", "소리를 그림으로 바꾸기", "파이썬으로 짓는 작은 컴파일러",
];

const two = (n) => String(n).padStart(2, "0");

export const NAME = "파이콘 한국 2031";
export const DAY = "2031년 8월 15일 금요일";

// sessions are in two rooms, half an hour each, from ten o'clock.
const sessions = TITLES.map((title, i) => {
  const slot = Math.floor(i / 2);
  const hour = 10 + Math.floor(slot / 2);
  const minute = (slot % 2) * 30;
  const start = `${two(hour)}:${two(minute)}`;
  const end = `${two(hour)}:${two(minute + 25)}`;
  return {
    id: 101 + i, title, start, end, room: i % 2 ? "102호" : "101호",
    hours: `${start} - ${end}`, datetime: `2031-08-15T${start}:00+09:00`, href: `/session/${101 + i}`,
  };
});

export const PARTS = { early: sessions.slice(0, 10), late: sessions.slice(10) };

// KINDS are the kinds of pages, by the element that holds a title.
export const KINDS = ["cards", "table", "list", "links"];

// LATE is how long a streaming server delays the second part, in ms.
export const LATE = 150;

// hydrated marks a part as hydrated, for observers outside.
export function hydrated(part) {
  (globalThis.hydrated ??= {})[part] = true;
}
