// Package shop sells.
package shop

import (
	"fmt"
	str "strings"
)

const Limit, mask = 1_000.5e-3, 0xFF&^0b11

type Shape[T any] struct {
	Name string `json:"name\n"`
	next *Shape[T]
}

func (s *Shape[T]) Area(x, y float64) (total float64, err error) {
	raw := `several
lines \n without escapes`
	letter, text := '\'', "tab\t \x41 \u00e9 \"quoted\" %d"
	defer func() { recover() }()
	for i := range items { go work(<-queue) }
	switch v := x.(type) { case nil: return iota, nil; default: break }
	return /* why /* not nested */ true
}

func Make[K comparable](keys ...K) map[K]struct{} { return nil }
