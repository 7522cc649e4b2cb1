// A CSV file that is made while it is read: no row is in memory twice.
const CITIES = ["Basel", "Lyon", "Porto", "Turku"];

async function* rows(count: number) {
  yield "day,city,visitors\n";
  for (let day = 1; day <= count; day++) {
    for (const city of CITIES)
      yield `${day},${city},${Math.round(Math.random() * 900)}\n`;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export default {
  id: "report",
  type: "functions",
  config: { visibility: "public" },

  "visitors.csv": async ({ query_string }) => {
    const days = Number(new URLSearchParams(query_string).get("days") ?? 30);
    return {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": 'inline; filename="visitors.csv"',
      },
      body: rows(days),
    };
  },
};
