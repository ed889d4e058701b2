// The page as a template, which Vue compiles once for the server and once in the
// browser.
import { DAY, NAME, PARTS, hydrated } from "programme";

const Part = {
  props: ["kind", "part"],
  computed: { list() { return PARTS[this.part]; } },
  mounted() { hydrated(this.part); },
  template: `<section>
    <template v-if="kind === 'cards'">
      <article v-for="s in list" :key="s.id">
        <p><time :datetime="s.datetime">{{ s.start }}</time> - {{ s.end }} <span>{{ s.room }}</span></p>
        <h3><a :href="s.href">{{ s.title }}</a></h3>
      </article>
    </template>
    <table v-else-if="kind === 'table'">
      <thead><tr><th>시간</th><th>제목</th><th>장소</th></tr></thead>
      <tbody><tr v-for="s in list" :key="s.id"><td>{{ s.hours }}</td><td>{{ s.title }}</td><td>{{ s.room }}</td></tr></tbody>
    </table>
    <ul v-else-if="kind === 'list'"><li v-for="s in list" :key="s.id"><time>{{ s.hours }}</time>{{ s.title }}</li></ul>
    <template v-else><div v-for="s in list" :key="s.id"><span>{{ s.hours }}</span> <a :href="s.href">{{ s.title }}</a></div></template>
  </section>`,
};

export const Page = {
  components: { Part },
  props: ["kind"],
  data: () => ({ NAME, DAY }),
  template: `<main><h1>{{ NAME }}</h1><h2>{{ DAY }}</h2><Part :kind="kind" part="early" /><Part :kind="kind" part="late" /></main>`,
};
