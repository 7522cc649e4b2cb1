import { useEffect, useState } from "react";
import type { Task } from "./backend.ts";

const URL = `${import.meta.env.BASE_URL}local/apps/tasks/`;

export function Tasks() {
  const [tasks, setTasks] = useState<Task[]>();
  const [failure, setFailure] = useState("");

  useEffect(() => {
    const leaving = new AbortController();
    fetch(URL, { signal: leaving.signal })
      .then((response) => response.json())
      .then(setTasks)
      .catch((error) => leaving.signal.aborted || setFailure(String(error)));
    return () => leaving.abort();
  }, []);

  async function toggle(task: Task) {
    const response = await fetch(URL, {
      method: "PUT",
      body: JSON.stringify({ ...task, isDone: !task.isDone }),
    });
    if (!response.ok) return setFailure(await response.text());
    const changed: Task = await response.json();
    setTasks((all) => all?.map((one) => (one.id === changed.id ? changed : one)));
  }

  if (failure) return <p role="alert">{failure}</p>;
  if (!tasks) return <p>Loading…</p>;
  return (
    <main>
      <h1>Tasks</h1>
      <ul>
        {tasks.map((task) => (
          <li key={task.id}>
            <label>
              <input type="checkbox" checked={task.isDone} onChange={() => toggle(task)} /> {task.title}
            </label>
          </li>
        ))}
      </ul>
      <p>{tasks.filter(({ isDone }) => !isDone).length} to do</p>
    </main>
  );
}
