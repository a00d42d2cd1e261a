// The search dialog. Without this script the search button leads to the list of all practices.

import { mountSearch } from "./search.js";

mountSearch();
