// What other people's programs make of a calendar file. Run from where package.json is
// installed:
//
//   node judge.mjs ical            the events of the file on stdin, by ICAL
//   node judge.mjs node-ical       the same, by node-ical
//   node judge.mjs import URL NAME imports it into the calendar NAME of the server, by
//                                  tsdav, and prints what is in that calendar then
//
// Both print a list of events as JSON.
import ICAL from "ical.js";
import nodeIcal from "node-ical";
import { createDAVClient } from "tsdav";

const [, , verb, serverUrl, name] = process.argv;
const text = await new Response(process.stdin).text();

/** One event, as ICAL reads it. */
function told(component) {
  const event = new ICAL.Event(component);
  const value = (property) => component.getFirstPropertyValue(property)?.toString() ?? "";
  return {
    uid: event.uid, sequence: event.sequence, start: event.startDate.toString(),
    end: component.hasProperty("dtend") ? event.endDate.toString() : "",
    title: event.summary, place: event.location ?? "", description: event.description ?? "", url: value("url"),
    status: value("status"), busy: value("transp") === "OPAQUE", stamp: value("dtstamp"),
    alarms: component.getAllSubcomponents("valarm").map((alarm) => alarm.getFirstPropertyValue("trigger").toString()),
  };
}

/** The events of a file, as node-ical reads them. */
function nodeEvents(source) {
  const plain = (value) => value?.val ?? value ?? "";
  const time = (date) => date?.toISOString().replace(".000Z", "Z") ?? "";
  return Object.values(nodeIcal.sync.parseICS(source)).filter(({ type }) => type === "VEVENT").map((event) => ({
    uid: event.uid, sequence: Number(event.sequence), start: time(event.start), end: time(event.end),
    title: plain(event.summary), place: plain(event.location), description: plain(event.description), url: plain(event.url),
    status: event.status, busy: event.transparency === "OPAQUE", stamp: time(event.dtstamp),
    alarms: (event.alarms ?? []).map(({ trigger }) => plain(trigger)),
  }));
}

const events = (source) => new ICAL.Component(ICAL.parse(source)).getAllSubcomponents("vevent");

// earlier is whether an event is an earlier state of the stored one: by its sequence, and of two
// with one sequence by its stamp (RFC 5546, 2.1.5).
const earlier = (event, stored) => event.sequence < stored.sequence || (event.sequence === stored.sequence && event.stamp < stored.stamp);

// take does as a calendar that takes in one event after another: an event whose UID it has is
// changed, unless that is an earlier state of it.
async function take() {
  const client = await createDAVClient({
    serverUrl, credentials: { username: "tester", password: "tester" }, authMethod: "Basic", defaultAccountType: "caldav",
  });
  let calendar = (await client.fetchCalendars()).find((one) => one.displayName === name);
  if (!calendar) {
    await client.makeCalendar({ url: new URL(`/tester/${name}/`, serverUrl).href, props: { displayname: name } });
    calendar = (await client.fetchCalendars()).find((one) => one.displayName === name);
  }
  const stored = async () => (await client.fetchCalendarObjects({ calendar })).filter((object) => object.data);
  const there = new Map((await stored()).map((object) => [told(events(object.data)[0]).uid, object]));
  for (const component of events(text)) {
    const event = told(component);
    const { uid } = event;
    const root = new ICAL.Component("vcalendar"); // what is stored has no METHOD (RFC 4791, 4.1)
    root.updatePropertyWithValue("version", "2.0");
    root.updatePropertyWithValue("prodid", "-//Byeolpyo//Test//EN");
    root.addSubcomponent(new ICAL.Component(structuredClone(component.toJSON())));
    const data = root.toString();
    const object = there.get(uid);
    if (object && earlier(event, told(events(object.data)[0]))) continue;
    const answer = object
      ? await client.updateCalendarObject({ calendarObject: { ...object, data } })
      : await client.createCalendarObject({ calendar, filename: `${uid}.ics`, iCalString: data });
    if (!answer.ok) throw new Error(`${uid}: ${answer.status} ${await answer.text()}`);
  }
  return (await stored()).flatMap((object) => events(object.data));
}

const readers = { ical: () => events(text).map(told), "node-ical": () => nodeEvents(text), import: async () => (await take()).map(told) };
console.log(JSON.stringify(await readers[verb]()));
