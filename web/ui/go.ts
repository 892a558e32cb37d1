import { useNavigate } from '@tanstack/react-router'

/** Opens the page of a customer. */
export function useOpenCustomer(): (id: string) => void {
  const navigate = useNavigate()
  return (id) => void navigate({ to: '/customers/$id', params: { id } })
}
