// Shows one day of the 2020 timetable: today's, else Saturday.
addEventListener("load", () => {
  const days = ["sat", "sun"];
  const choose = (chosen) => {
    for (const day of days) {
      document.getElementById(day).classList.toggle("disabled", day !== chosen);
      document.getElementById(`is_${day}`).classList.toggle("selected", day === chosen);
    }
  };
  for (const day of days) document.getElementById(`is_${day}`).addEventListener("click", () => choose(day));
  const today = new Date();
  choose(today.getFullYear() === 2020 && today.getMonth() === 8 && today.getDate() === 27 ? "sun" : "sat");
});
