// What stands beside the list: problems, what can be imported, what has changed, and friends'
// timetables.
import { $, POPUP, act, copyOf, handOver, one, say, view } from "./state.js";
import { arrange, showLink } from "./list.js";

export function showProblems() {
  $("problems").hidden = view.problems.length === 0;
  $("problems").replaceChildren(...view.problems.map((line, i) => {
    const part = document.createElement(i ? "span" : "strong");
    part.textContent = `${line} `;
    return part;
  }));
}

// showOffer offers to import the site's own timetable, when its page is open and has one.
export function showOffer() {
  handOver($("offer"), !view.offer);
  $("offer-text").textContent = view.offer?.text ?? "";
}

// showStale says that a saved picture is out of date.
export function showStale() {
  handOver($("stale"), !view.stale);
  $("stale-text").textContent = view.stale?.text ?? "";
}

export function showFriends() {
  $("friends").hidden = view.friends.length === 0;
  arrange($("friends-list"), view.friends, "friend", (friend) => friend.id, newFriend, (element, friend) => {
    one(element, "h4").textContent = friend.name;
    one(element, "input").checked = friend.shown;
    const drop = one(element, ".drop");
    drop.setAttribute("aria-label", friend.drop);
    one(element, "[data-say]").textContent = say("friendShow");
    one(element, "dl").replaceChildren(...friend.parts.flatMap((part) => {
      const label = document.createElement("dt");
      label.textContent = part.label;
      return [label, ...part.lines.map((line) => {
        const item = document.createElement("dd");
        item.textContent = line;
        return item;
      })];
    }));
    const waiting = one(element, ".small-help");
    waiting.textContent = friend.waiting;
    waiting.hidden = !friend.waiting;
  });
}

function newFriend() {
  const element = copyOf("friend-template");
  const friend = () => element.dataset.friend ?? "";
  const shown = one(element, "input");
  shown.onchange = () => {
    const ids = view.picture.friends.filter((id) => id !== friend());
    if (shown.checked) ids.push(friend());
    act(POPUP.PICTURE, "friends", ids.join(" "));
  };
  one(element, ".drop").onclick = () => act(POPUP.FRIEND_DROP, friend());
  return element;
}

let unfolded = false; // all changes are shown

export function showChanges() {
  const { changes } = view;
  handOver($("changes"), !changes);
  if (!changes) {
    unfolded = false;
    return;
  }
  $("changes-title").textContent = changes.count;
  const all = unfolded || !changes.more;
  const list = all ? changes.list : changes.list.slice(0, changes.fold);
  arrange($("changes-list"), list, "changed", (item) => item.key, () => copyOf("changed-template"), (element, item) => {
    showLink(one(element, "a"), item);
    one(element, "ul").replaceChildren(...item.lines.map((line) => {
      const part = document.createElement("li");
      if (line.text) {
        part.textContent = line.text;
      } else {
        const was = document.createElement("span");
        was.className = "was";
        was.textContent = line.was;
        const now = document.createElement("b");
        now.textContent = line.now;
        part.append(was, " → ", now);
      }
      return part;
    }));
  });
  $("changes-more").hidden = !changes.more;
  $("changes-more").textContent = all ? changes.less : changes.more;
  $("changes-more").setAttribute("aria-expanded", String(all));
}

$("changes-more").onclick = () => {
  unfolded = !unfolded;
  showChanges();
};
$("import").onclick = () => act(POPUP.IMPORT);
