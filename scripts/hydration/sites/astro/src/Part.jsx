import * as React from "react";
import { make } from "programme/react";

export default make(React).Part;
