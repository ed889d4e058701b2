"use client";
import * as React from "react";
import { make } from "programme/react";

const made = make(React);

// Named one by one: what a client module exports is read off its text.
export const Page = made.Page;
export const Part = made.Part;
