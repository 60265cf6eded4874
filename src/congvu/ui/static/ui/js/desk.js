// Starts what the page needs; every module works on attributes and leaves a page without scripts usable.
import { startDialogs } from "./dialogs.js";
import { startDates } from "./dates.js";
import { startDrafts } from "./drafts.js";
import { startFiles } from "./files.js";
import { startFragments } from "./fragments.js";
import { startNavigation } from "./navigation.js";
import { startPresence } from "./presence.js";
import { startPrint } from "./print.js";
import { startSelection } from "./selection.js";
import { startShortcuts } from "./shortcuts.js";
import { startToasts } from "./toasts.js";

startNavigation();
startToasts();
startDialogs();
startShortcuts();
startSelection();
startDates();
startDrafts();
startFiles();
startPresence();
startFragments();
startPrint();
document.querySelector("[data-focus]")?.focus();
document.documentElement.dataset.ready = "true";
