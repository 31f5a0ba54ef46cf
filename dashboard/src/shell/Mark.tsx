/** The program's mark: two waves. */
export function Mark({ size }: { size: number }) {
  return (
    <svg
      viewBox="0 0 32 32"
      fill="none"
      aria-hidden="true"
      style={{ width: `${size / 16}rem`, height: `${size / 16}rem` }}
    >
      <rect width="32" height="32" rx="8" fill="#17688f" />
      <path
        d="M6 12c3.3 0 3.3 3 6.7 3s3.3-3 6.6-3 3.4 3 6.7 3"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <path
        d="M6 18.5c3.3 0 3.3 3 6.7 3s3.3-3 6.6-3 3.4 3 6.7 3"
        stroke="#fff"
        strokeOpacity=".65"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
    </svg>
  );
}
