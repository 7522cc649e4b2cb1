import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { serveTasks } from "./backend.ts";
import { Tasks } from "./Tasks.tsx";

// Before the first render: whatever the components ask for is there.
await serveTasks();
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Tasks />
  </StrictMode>,
);
