/** Vite loads a style sheet with the module that imports it. */
declare module "*.css";
