import { connect, type HyphaEvent } from "tabserve";

export interface Task {
  readonly id: number;
  readonly title: string;
  readonly isDone: boolean;
}

let tasks: Task[] = [
  { id: 1, title: "Write a component", isDone: true },
  { id: 2, title: "Write a backend", isDone: false },
];

/** The backend that does not exist yet: `/local/apps/tasks/`. The components would not notice a real one. */
export async function serveTasks(): Promise<void> {
  const api = await connect();
  await api.registerService(
    {
      id: "tasks",
      type: "functions",
      config: { visibility: "public" },
      index: ({ method, body }: HyphaEvent) => {
        if (method === "GET") return tasks;
        if (method !== "PUT") return { status: 405, headers: { Allow: "GET, PUT" } };
        const changed: Task = JSON.parse(new TextDecoder().decode(body ?? undefined));
        if (!tasks.some(({ id }) => id === changed.id))
          return { status: 404, body: `There is no task ${changed.id}` };
        tasks = tasks.map((task) => (task.id === changed.id ? changed : task));
        return { status: 200, body: changed };
      },
    },
    { overwrite: true },
  );
}
