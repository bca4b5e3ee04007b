export { staffFr as words } from "./staff-messages-fr";
