#!/bin/sh
echo open
