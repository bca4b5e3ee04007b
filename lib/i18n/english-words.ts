export { staffEn as words } from "./staff-messages-en";
