"use client";
import * as React from "react";
import { make } from "programme/react";

const made = make(React);

// Each export is named, since Next reads a client module's exports from its text.
export const Page = made.Page;
export const Part = made.Part;
